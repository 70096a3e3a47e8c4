import { OutisError } from '@outis/core';
import { runCommand } from './cli/command.ts';
import { withoutAddresses } from './config/without-addresses.ts';

/** The edge: one site, many cameras. `./outis --help` says what it can do; `cli/` holds a file per command. */
// The command line may hold a camera's password; other users of the machine can read it until here.
process.title = 'outis';
try {
  await runCommand(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof OutisError)) throw error;
  // A word in the wrong place is repeated in the message, and it may be a camera's address.
  process.stderr.write(`outis: ${withoutAddresses(error.message)}\n  ${error.hint}\n`);
  process.exitCode = error.exitCode;
}
