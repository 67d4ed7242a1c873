/**
 * The form of the authors' binary files: ten thousand rows of a label and of 3 × 1024 bytes, a red, a green and a
 * blue plane.
 *
 * @module
 */

/** Number of images in each file. */
export const imagesPerFile = 10000;
/** Number of bytes in a color plane. */
export const planeBytes = 1024;
/** Number of bytes in a row: the label, then the red, the green and the blue plane. */
export const rowBytes = 3073;
