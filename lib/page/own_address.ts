/** File name, without extension, of the notebook that asks the same questions of the reader's own network. */
export const ownStem = "00_your_own";

/** Address of its page, beside the pages of the figures. */
export const ownAddress: string = `${ownStem}/index.html`;
