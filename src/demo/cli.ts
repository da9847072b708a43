import { parseArgs } from 'node:util';
import { type DemoServerOptions, startDemoServer } from './demoServer.ts';
import { type ProfileName, profileNames } from './profile.ts';
import { stopped } from './stopped.ts';

const usage = 'npm run demo-api -- [--port 4434] [--profile v26.2.0] [--identities 2000] [--seed 1]';

// Watched before the address is printed: a script that waits for it may end the shell at once.
const end = stopped();

try {
  const demo = await startDemoServer(readArguments(process.argv.slice(2)));
  console.log(`Demo admin API on ${demo.url}`);
  await end;
  await demo.close();
} catch (error) {
  console.error(error instanceof Error ? sentence(error) : String(error));
  process.exitCode = 2;
}

/** Parses the command line. Throws an Error with one sentence for the user. */
function readArguments(args: string[]): DemoServerOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4434' },
      profile: { type: 'string', default: 'v26.2.0' },
      identities: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
    },
  });
  return {
    port: wholeNumber('port', values.port, 65_535),
    profile: profileFrom(values.profile),
    identities: wholeNumber('identities', values.identities, 1_000_000),
    seed: wholeNumber('seed', values.seed, Number.MAX_SAFE_INTEGER),
  };
}

function profileFrom(text: string): ProfileName {
  const profile = profileNames.find((name) => name === text);
  if (profile === undefined) {
    throw new Error(`--profile must be one of ${profileNames.join(', ')}, not "${text}".`);
  }
  return profile;
}

function wholeNumber(name: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new Error(`--${name} must be a whole number from 0 to ${most}, not "${text}".`);
  }
  return Number(text);
}

function sentence(error: Error & { readonly code?: unknown; readonly port?: unknown }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${error.port} is already in use. Choose another with --port, or 0 for any free port.`;
    case 'EACCES':
      return `Port ${error.port} requires more permissions. Choose another with --port, or 0 for any free port.`;
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `${error.message.split(/\.\s|\.$/)[0]}. Usage: ${usage}`;
    default:
      return error.message;
  }
}
