/**
 * Argument of V8 for a program: between two collections, the heap grows by 60 % at most. When its constructors have run, a
 * program of many resources holds twice the memory of its end. V8 would let the heap grow by 80 % and more from there.
 * Measured with 50 environments in one program: 17 % less memory of the largest process, and no measurable time.
 */
export const HEAP_GROWTH = "--heap-growing-percent=60";
