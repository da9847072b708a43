import { l10n } from 'vscode';
import { TransportError } from '../http/transport.ts';
import { KratosError } from '../kratos/failure.ts';
import { failureText } from '../presentation/failureText.ts';
import { connectTo, lookAtAddress, lookAtProxy, lookUpHost, stepSeconds } from './networkSteps.ts';
import { tellPaging } from './pagingStep.ts';
import { questionsOver } from './questions.ts';
import { type Finding, failed, ok, type Report, type StepName, skipped, stepNames } from './report.ts';
import { runSteps } from './runSteps.ts';
import { lookAtSecrets } from './secretsStep.ts';
import { askForIdentities, askForVersion, compareClocks, type Seen, tellApi } from './serverSteps.ts';
import type { Subject, Way } from './subject.ts';
import { shakeHands } from './tlsStep.ts';

type Look = (signal: AbortSignal) => Promise<Finding>;

/** A step of the way may read files, shake hands, and do so once more to read a certificate. */
const wholeStepSeconds = 3 * stepSeconds;

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
  const ofWay = wayLooks(subject.way);
  const looks: Record<StepName, Look> = { ...ofWay, ...serverLooks(subject) };
  const steps = stepNames.map((name) => ({
    name,
    essential: essential.has(name),
    seconds: name in ofWay ? wholeStepSeconds : undefined,
    look: told(looks[name]),
  }));
  return runSteps(subject.name, steps, signal, show);
}

function wayLooks(way: Way | undefined): Record<'address' | 'proxy' | 'dns' | 'tcp' | 'tls' | 'secrets', Look> {
  if (way === undefined) {
    const inside = async () => skipped(l10n.t('The demo’s server runs inside this extension.'));
    const address = async () => ok(l10n.t('A demo admin API with invented people, on this machine only.'));
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

function serverLooks({ server, way }: Subject): Record<Exclude<StepName, keyof ReturnType<typeof wayLooks>>, Look> {
  const questions = questionsOver(server.transport);
  // Each step waits for what an essential one before it has seen: it is not taken otherwise.
  const answered = Promise.withResolvers<Seen>();
  return {
    answer: async (signal) => {
      const { finding, seen } = await askForIdentities(questions.ask, signal);
      if (seen !== undefined) {
        answered.resolve(seen);
      }
      return finding;
    },
    api: async (signal) => tellApi(questions.ask, await answered.promise, signal),
    version: (signal) => askForVersion(questions.ask, isNetwork(way), signal),
    paging: (signal) => tellPaging(questions, signal),
    clock: async () => compareClocks(await answered.promise),
  };
}

/** An error in a step becomes its finding. */
function told(look: Look): Look {
  return (signal) => look(signal).catch((error: unknown) => failed(errorText(error)));
}

function errorText(error: unknown): string {
  if (error instanceof KratosError || error instanceof TransportError) {
    return failureText(error.failure);
  }
  return l10n.t('This step could not be completed: {0}', error instanceof Error ? error.message : String(error));
}

function isNetwork(way: Way | undefined): boolean {
  return way?.options.base.hostname.endsWith('.projects.oryapis.com') === true;
}
