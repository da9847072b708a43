import { makeCertificates } from '../../gateways/certificates.ts';
import { directoryOver } from '../core/directory/directoryOver.ts';
import { faultList } from './faultList.ts';
import { Site } from './site.ts';
import { transportOf } from './transportOf.ts';

/** Causes every fault once. Returns a line for each: its name, and how the list of identities failed. */
export async function causeAllFaults(): Promise<string[]> {
  const certificates = await makeCertificates();
  const caused: string[] = [];
  for (const { name, route, strike, lastsToDeadline } of faultList) {
    const site = await Site.open(route, certificates);
    const transport = transportOf(site.options(), site.secrets);
    const directory = directoryOver(transport, { pageSize: () => 10 });
    await directory.identities.open();
    await strike(site);
    if (lastsToDeadline) {
      site.timeoutMs = 100;
    }
    await directory.identities.refresh();
    const { phase } = directory.identities.state;
    caused.push(`${name}: ${phase.kind === 'failed' ? phase.failure.kind : phase.kind}`);
    directory.dispose();
    await site.close();
  }
  await certificates.close();
  return caused;
}
