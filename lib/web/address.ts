/**
 * Address of a file of the site, from any of its scripts, all of which are in one folder of it.
 *
 * @param path Path from the root of the site.
 */
export function siteAddress(path: string): string {
  return new URL(`../${path}`, import.meta.url).href;
}
