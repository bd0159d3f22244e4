/** Where a command's lines go. Enters: lines. Leaves: the result on standard output alone, so that it can be piped; what goes on, on standard error. */

export interface Terminal {
  /** One line of what came of it. */
  readonly print: (line: string) => void;
  /** Of what goes on: where it is a screen, the line is written over. */
  readonly progress: (line: string) => void;
  readonly isScreen: boolean;
  readonly nowMs: number;
}

export function openTerminal(nowMs: number): Terminal {
  const isScreen = process.stderr.isTTY;
  let drawn = false;
  return {
    isScreen,
    nowMs,
    progress: (line) => {
      process.stderr.write(isScreen ? `\r${line}` : `${line}\n`);
      drawn = isScreen;
    },
    print: (line) => {
      if (drawn) process.stderr.write('\n');
      drawn = false;
      process.stdout.write(`${line}\n`);
    },
  };
}
