import { parseArgs } from 'node:util';
import { type DemoServerOptions, startDemoServer } from './demoServer.ts';
import { type ProfileName, profileNames } from './profile.ts';
import { stopped } from './stopped.ts';

const usage = 'npm run demo-api -- [--port 4434] [--profile v26.2.0] [--identities 2000] [--seed 1]';

// From the beginning: whoever reads the line below may end the shell before another one is reached.
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

/** What the command line says; an Error with a sentence for a person when it says something else. */
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
    port: whole('port', values.port, 65_535),
    profile: profileFrom(values.profile),
    identities: whole('identities', values.identities, 1_000_000),
    seed: whole('seed', values.seed, Number.MAX_SAFE_INTEGER),
  };
}

function profileFrom(text: string): ProfileName {
  const profile = profileNames.find((name) => name === text);
  if (profile === undefined) {
    throw new Error(`--profile is one of ${profileNames.join(', ')}, and not "${text}".`);
  }
  return profile;
}

function whole(name: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new Error(`--${name} is a whole number from 0 to ${most}, and not "${text}".`);
  }
  return Number(text);
}

function sentence(error: Error & { readonly code?: unknown; readonly port?: unknown }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${error.port} is taken: choose another with --port, or 0 for any.`;
    case 'EACCES':
      return `Port ${error.port} may not be used: choose another with --port, or 0 for any.`;
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `${error.message.split(/\.\s|\.$/)[0]}. Usage: ${usage}`;
    default:
      return error.message;
  }
}
