import { l10n } from 'vscode';
import { tellFeatures } from './featuresStep.ts';
import { connectTo, lookAtAddress, lookAtProxy, lookUpHost } from './networkSteps.ts';
import { tellPaging } from './pagingStep.ts';
import { questionsOver } from './questions.ts';
import { type Finding, failed, ok, type Report, type StepName, skipped, stepNames } from './report.ts';
import { runSteps } from './runSteps.ts';
import { lookAtSecrets } from './secretsStep.ts';
import { askForIdentities, askForVersion, compareClocks, type Seen, tellApi, textOf } from './serverSteps.ts';
import type { Subject, Way } from './subject.ts';
import { shakeHands } from './tlsStep.ts';

type Look = (signal: AbortSignal) => Promise<Finding>;

/** Nothing of what comes after can be tried when one of these fails. */
const essential: ReadonlySet<StepName> = new Set(['address', 'proxy', 'dns', 'tcp', 'tls', 'secrets', 'answer', 'api']);

/**
 * Looks at a connection step by step, from its address to what its server can do, and shows the report as it grows. Reads
 * only, and nothing that it reads of people is in the report. Rejects for nothing that a server or a network does.
 */
export function checkConnection(
  subject: Subject,
  signal: AbortSignal,
  show: (report: Report) => void,
): Promise<Report> {
  const looks: Record<StepName, Look> = { ...wayLooks(subject.way), ...serverLooks(subject) };
  const steps = stepNames.map((name) => ({ name, essential: essential.has(name), look: looks[name] }));
  return runSteps(subject.name, steps, signal, show);
}

function wayLooks(way: Way | undefined): Record<'address' | 'proxy' | 'dns' | 'tcp' | 'tls' | 'secrets', Look> {
  if (way === undefined) {
    const inside = async () => skipped(l10n.t('The demo’s server is inside this extension.'));
    const address = async () => ok(l10n.t('The demo: an admin API with invented people, on this machine alone.'));
    return { address, proxy: inside, dns: inside, tcp: inside, tls: inside, secrets: inside };
  }
  return {
    address: async () => lookAtAddress(way),
    proxy: async () => lookAtProxy(way),
    dns: (signal) => lookUpHost(way, signal),
    tcp: (signal) => connectTo(way, signal),
    tls: (signal) => shakeHands(way, signal),
    secrets: () => lookAtSecrets(way),
  };
}

function serverLooks({ transport, way }: Subject): Record<Exclude<StepName, keyof ReturnType<typeof wayLooks>>, Look> {
  const questions = questionsOver(transport);
  // Each step waits for what an essential one before it has seen: it is not taken otherwise.
  const answered = Promise.withResolvers<Seen>();
  let version: string | undefined;

  return {
    answer: told(async (signal) => {
      const { finding, seen } = await askForIdentities(questions.ask, signal);
      if (seen !== undefined) {
        answered.resolve(seen);
      }
      return finding;
    }),
    api: told(async (signal) => tellApi(questions.ask, await answered.promise, signal)),
    version: told(async (signal) => {
      const { finding, seen } = await askForVersion(questions.ask, signal);
      version = seen;
      return finding;
    }),
    paging: told((signal) => tellPaging(questions, signal)),
    features: told((signal) => tellFeatures(questions, { version, isNetwork: isNetwork(way) }, signal)),
    clock: told(async () => compareClocks(await answered.promise)),
  };
}

/** A question that gets no answer is what the step found. */
function told(look: Look): Look {
  return (signal) => look(signal).catch((error: unknown) => failed(textOf(error)));
}

function isNetwork(way: Way | undefined): boolean {
  return way?.options.base.hostname.endsWith('.projects.oryapis.com') === true;
}
