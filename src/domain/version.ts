/** Name and version of the program, as every computed document carries it. */
export const PROGRAM = 'agner 0.1.0';
