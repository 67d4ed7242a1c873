/**
 * The parts of D3 for tables of rows: means, medians, groups, extents, and a format for numbers.
 *
 * @module
 */
// @ts-types="@types/d3-array"
export * from "d3-array";
// @ts-types="@types/d3-format"
export { format } from "d3-format";
