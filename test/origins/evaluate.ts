/**
 * npm run -s origins < population.ndjson > origins.ndjson: for each line of a population one line with its origins, in
 * the order shown. A line that cannot be read becomes a line with an error, and the exit code is 1.
 */
import { once } from 'node:events';
import { momentOf } from '../../src/core/kratos/moments.ts';
import { originsInSteps } from '../../src/core/origins/origins.ts';
import { originsInput, parseLine } from './populationLine.ts';
import { runSteps } from './runSteps.ts';
import './vscodeForNode.ts';

// Days in the sentences are the same on every machine.
process.env.TZ = 'UTC';
const { reasonText } = await import('../../src/text/originText.ts');

// The reader of the output may stop before its end.
process.stdout.on('error', () => process.exit());

let number = 0;
for await (const text of lines(process.stdin)) {
  number += 1;
  if (text.trim() !== '' && !process.stdout.write(`${answer(text)}\n`)) {
    await once(process.stdout, 'drain');
  }
}

function answer(text: string): string {
  try {
    const line = parseLine(text);
    const now = momentOf(typeof line.now === 'string' ? line.now : undefined) ?? new Date();
    const origins = runSteps(originsInSteps(originsInput(line)));
    return JSON.stringify({
      origins: origins.map(({ sessions, reasons }) => ({
        sessions: sessions.map(({ id }) => id),
        reasons: reasons.map((reason) => ({
          kind: reason.kind,
          mark: reason.finding.mark,
          text: reasonText(reason, now),
        })),
      })),
    });
  } catch (error) {
    const sentence = `Line ${number} was left out. ${error instanceof Error ? error.message : error}`;
    process.stderr.write(`${sentence}\n`);
    process.exitCode = 1;
    return JSON.stringify({ error: sentence });
  }
}

/** The lines of a stream. node:readline would also break them at U+2028, which JSON allows inside of a string. */
async function* lines(input: NodeJS.ReadStream): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let pieces: string[] = [];
  for await (const chunk of input as AsyncIterable<string>) {
    const [end = '', ...further] = chunk.split('\n');
    pieces.push(end);
    for (const start of further) {
      yield pieces.join('');
      pieces = [start];
    }
  }
  yield pieces.join('');
}
