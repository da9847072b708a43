import type { KratosClient } from '../kratos/createKratosClient.ts';
import type { AddressMails, Mail } from '../kratos/mails.ts';
import { momentOf } from '../kratos/moments.ts';

/** How many mails are read of one address, and of how many addresses. */
const mailsRead = 100;
const addressesRead = 10;

/** The mails of the courier to several addresses. */
export interface Mails {
  /** Newest first; those without a time are last. */
  readonly mails: readonly Mail[];
  /** The addresses that have older mails than these. */
  readonly withOlder: readonly string[];
  /** The addresses beyond the first ten, whose mails were not requested. */
  readonly notRead: readonly string[];
  /** How many messages could not be read. */
  readonly malformed: number;
}

/** Reads the newest mails to these addresses, at most 100 each, by one request for each. Fails with KratosError. */
export async function readMails(
  client: Pick<KratosClient, 'mails'>,
  addresses: readonly string[],
  signal?: AbortSignal,
): Promise<Mails> {
  const distinct = [...new Set(addresses)];
  const read = new Map<string, AddressMails>();
  for (const address of distinct.slice(0, addressesRead)) {
    read.set(address, await client.mails(address, mailsRead, signal));
  }
  const all = [...read.values()];
  const timeOf = (text: string | undefined) => momentOf(text)?.getTime() ?? Number.NEGATIVE_INFINITY;
  return {
    mails: all.flatMap(({ mails }) => mails).sort((one, other) => timeOf(other.createdAt) - timeOf(one.createdAt)),
    withOlder: distinct.filter((address) => read.get(address)?.hasOlder),
    notRead: distinct.slice(addressesRead),
    malformed: all.reduce((sum, { malformed }) => sum + malformed, 0),
  };
}
