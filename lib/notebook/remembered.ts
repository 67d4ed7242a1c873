/**
 * The functions that notebooks call, outside of sweeps, on the parameters that sweeps return. A page
 * that draws a figure again does not have these parameters, so what the functions return is stored
 * beside the runs. A browser has another file in place of this one.
 *
 * @module
 */
import { alignUnits as align } from "../analysis/align.ts";
import { planeThrough as plane } from "../analysis/slice.ts";
import { keepCall, type StoredCall } from "./stored_runs.ts";

/** As in the library. */
export const alignUnits: typeof align = async (...given) => {
  const call: StoredCall = { name: "alignUnits", result: undefined };
  keepCall(call); // in the order of the calls, whichever ends first
  const result = await align(...given);
  call.result = result;
  return result;
};

/** As in the library. */
export const planeThrough: typeof plane = (...given) => {
  const result = plane(...given);
  keepCall({ name: "planeThrough", result });
  return result;
};
