import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { workspace } from 'vscode';
import { IpDatabases } from '../../../src/ipDatabases/ipDatabases.ts';
import { ipDatabase } from '../builders/ipDatabaseBuilder.ts';
import { stub } from '../stubVscode.ts';

const settings = new Map<string, unknown>();

stub(workspace, { getConfiguration: () => ({ get: (name: string) => settings.get(name) }) });

const berlin = {
  city: { names: { de: 'Berlin', en: 'Berlin' } },
  country: { iso_code: 'DE', names: { en: 'Germany' } },
  location: { latitude: 52.52, longitude: 13.405 },
};
const auckland = {
  city: { names: { en: 'Auckland' } },
  country: { iso_code: 'NZ' },
  location: { latitude: -36.85, longitude: 174.76 },
};
const cities = ipDatabase({ '203.0.113.0/24': berlin, '198.51.100.0/25': auckland, '2001:db8:51::/48': berlin });
const operators = ipDatabase({
  '203.0.0.0/16': { autonomous_system_number: 64_500, autonomous_system_organization: 'Example Telecom' },
});

let folder = '';
const at = (name: string) => path.join(folder, name);
const use = (...entries: unknown[]) => settings.set('kratosExplorer.ipDatabases', entries);

async function written(name: string, content: Uint8Array): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ip-databases-'));
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => settings.clear());

describe('look-ups in the databases of the setting', () => {
  it('return places and operators of several files together', async () => {
    use(await written('city.mmdb', cities), await written('asn.mmdb', operators));
    const { lookup, problems } = await new IpDatabases().read();
    expect(lookup?.('203.0.113.7')).toEqual({
      country: 'DE',
      city: 'Berlin',
      latitude: 52.52,
      longitude: 13.405,
      asn: 64_500,
      operator: 'Example Telecom',
    });
    expect(lookup?.('203.0.200.1')).toEqual({ asn: 64_500, operator: 'Example Telecom' });
    expect(lookup?.('198.51.100.9')?.city).toBe('Auckland');
    expect(lookup?.('2001:db8:51::7')?.city).toBe('Berlin');
    expect(lookup?.('198.51.100.200')).toBeUndefined();
    expect(lookup?.('2001:db8:52::7')).toBeUndefined();
    expect(problems()).toEqual([]);
  });

  it('prefer the first of two files that have an address', async () => {
    const other = ipDatabase({ '203.0.113.0/24': { country: { iso_code: 'AT' }, autonomous_system_number: 64_501 } });
    use(await written('city.mmdb', cities), await written('other.mmdb', other));
    const { lookup } = await new IpDatabases().read();
    expect(lookup?.('203.0.113.7')).toMatchObject({ country: 'DE', asn: 64_501 });
  });

  it('find no IPv6 address in a file of IPv4 addresses', async () => {
    use(await written('ipv4.mmdb', ipDatabase({ '32.0.0.0/3': berlin }, { ip_version: 4 })));
    const { lookup } = await new IpDatabases().read();
    expect(lookup?.('32.1.2.3')?.city).toBe('Berlin');
    expect(lookup?.('2001:db8::1')).toBeUndefined();
  });

  it('leave out members of another shape than MaxMind’s', async () => {
    const record = {
      country: { iso_code: 'Germany' },
      city: { names: ['Berlin'] },
      location: { latitude: 252.5, longitude: 13.4 },
      autonomous_system_number: 'AS64500',
      autonomous_system_organization: 7,
    };
    use(await written('shapes.mmdb', ipDatabase({ '203.0.113.0/24': record })));
    const { lookup } = await new IpDatabases().read();
    expect(lookup?.('203.0.113.7')).toBeUndefined();
  });

  it('use a file that was replaced, without a restart', async () => {
    use(await written('replaced.mmdb', cities));
    const databases = new IpDatabases();
    const before = await databases.read();
    expect(before.lookup?.('203.0.113.7')?.city).toBe('Berlin');
    await rename(await written('newer.mmdb', ipDatabase({ '203.0.113.0/24': auckland })), at('replaced.mmdb'));
    const after = await databases.read();
    expect(after.lookup?.('203.0.113.7')?.city).toBe('Auckland');
  });

  it('read a file only once while its time and size stay the same', async () => {
    const file = await written('same.mmdb', cities);
    const time = new Date('2026-11-01T10:00:00Z');
    await utimes(file, time, time);
    use(file);
    const databases = new IpDatabases();
    await databases.read();
    const other = Buffer.from(cities);
    other.write('Merlin', other.lastIndexOf('Berlin'));
    await writeFile(file, other);
    await utimes(file, time, time);
    const names = async () => (await databases.read()).lookup?.('2001:db8:51::7')?.city;
    expect(await Promise.all([names(), names()])).toEqual(['Berlin', 'Berlin']);
    expect((await new IpDatabases().read()).lookup?.('2001:db8:51::7')?.city).toBe('Merlin');
  });

  it('are by the same function until a usable file changes, also beside a missing one', async () => {
    use(at('never.mmdb'), await written('kept.mmdb', cities));
    const databases = new IpDatabases();
    const { lookup } = await databases.read();
    expect((await databases.read()).lookup).toBe(lookup);
    await rename(await written('other-kept.mmdb', ipDatabase({ '203.0.113.0/24': auckland })), at('kept.mmdb'));
    const changed = await databases.read();
    expect(changed.lookup).not.toBe(lookup);
    expect(changed.problems()).toEqual([expect.stringContaining('never.mmdb does not exist')]);
  });

  it('use what the setting names now', async () => {
    const databases = new IpDatabases();
    expect(await databases.read()).toMatchObject({ lookup: undefined });
    use(await written('city.mmdb', cities));
    expect((await databases.read()).lookup?.('203.0.113.7')?.city).toBe('Berlin');
    use();
    expect(await databases.read()).toMatchObject({ lookup: undefined });
  });

  it.each([undefined, null, 'city.mmdb', { 0: 'city.mmdb' }])('do not exist when the setting is %j', async (value) => {
    settings.set('kratosExplorer.ipDatabases', value);
    const { lookup, problems } = await new IpDatabases().read();
    expect(lookup).toBeUndefined();
    expect(problems()).toEqual([]);
  });
});

/** Returns a file of which the record for 203.0.113.0/24 is damaged. */
function damagedRecord(): Buffer {
  const damaged = Buffer.from(cities);
  damaged.fill(0xff, damaged.indexOf('Berlin') - 30, damaged.indexOf('Berlin') - 4);
  return damaged;
}

/** Returns a pseudo-random file that is the same in each run. */
function randomBytes(count: number): Buffer {
  let state = 20_261_127;
  return Buffer.from(
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

describe('a file that cannot be used', () => {
  it.each<[string, Uint8Array]>([
    ['is empty', Buffer.alloc(0)],
    ['was cut to its first half', cities.subarray(0, cities.length / 2)],
    ['lacks the last byte of its metadata', cities.subarray(0, -1)],
    ['lacks its search tree', cities.subarray(-200)],
    ['has random bytes', randomBytes(50_000)],
    ['has random bytes after the mark of its metadata', Buffer.concat([marker, randomBytes(5000)])],
    ['has the mark of its metadata alone', marker],
    ['announces 16 million entries of metadata', Buffer.concat([marker, Buffer.from([0xff, 0xff, 0xff, 0xff])])],
    ['announces 16 million items', Buffer.concat([marker, Buffer.from([0x1f, 4, 0xff, 0xff, 0xff])])],
    ['has metadata that refers to itself', Buffer.concat([marker, Buffer.from([0xe1, 0x41, 0x61, 0x20, 0])])],
    ['announces more nodes than it has', ipDatabase({ '203.0.113.0/24': berlin }, { node_count: 4_294_967_295 })],
    ['announces no number of nodes', ipDatabase({ '203.0.113.0/24': berlin }, { node_count: 'many' })],
    ['has records of an unknown size', ipDatabase({ '203.0.113.0/24': berlin }, { record_size: 30 })],
    ['has an unknown kind of addresses', ipDatabase({ '203.0.113.0/24': berlin }, { ip_version: 5 })],
    ['has an unknown version', ipDatabase({ '203.0.113.0/24': berlin }, { binary_format_major_version: 3 })],
    ['has a date that does not exist', ipDatabase({ '203.0.113.0/24': berlin }, { build_epoch: 2n ** 63n })],
  ])('is reported as broken when it %s, and the other file is used', async (_what, content) => {
    use(await written('broken.mmdb', content), await written('city.mmdb', cities));
    const { lookup, problems } = await new IpDatabases().read();
    expect(lookup?.('203.0.113.7')?.city).toBe('Berlin');
    expect(problems()).toEqual([
      `The IP database ${at('broken.mmdb')} is broken or not in MaxMind’s format. Download it again.`,
    ]);
  });

  it('is reported as broken when a look-up fails, and is no longer used', async () => {
    use(await written('damaged.mmdb', damagedRecord()), await written('asn.mmdb', operators));
    const { lookup, problems } = await new IpDatabases().read();
    expect(lookup?.('198.51.100.9')?.city).toBe('Auckland');
    expect(problems()).toEqual([]);
    expect(lookup?.('203.0.113.7')).toEqual({ asn: 64_500, operator: 'Example Telecom' });
    expect(problems()).toEqual([expect.stringContaining('damaged.mmdb is broken')]);
    expect(lookup?.('198.51.100.9')).toBeUndefined();
  });

  it('is named when it does not exist', async () => {
    use(at('none.mmdb'));
    const { lookup, problems } = await new IpDatabases().read();
    expect(lookup).toBeUndefined();
    expect(problems()).toEqual([
      `The IP database ${at('none.mmdb')} does not exist. Correct its path in the setting kratosExplorer.ipDatabases.`,
    ]);
  });

  it('is used as soon as it exists', async () => {
    use(at('later.mmdb'));
    const databases = new IpDatabases();
    expect((await databases.read()).lookup).toBeUndefined();
    await written('later.mmdb', cities);
    const { lookup, problems } = await databases.read();
    expect(lookup?.('203.0.113.7')?.city).toBe('Berlin');
    expect(problems()).toEqual([]);
  });

  it('is named with the system’s code when it is a folder', async () => {
    await mkdir(at('folder.mmdb'));
    use(at('folder.mmdb'));
    const { problems } = await new IpDatabases().read();
    expect(problems()).toEqual([
      `The IP database ${at('folder.mmdb')} cannot be read (EISDIR). Check the file and its permissions.`,
    ]);
  });

  it('is named when its path is not absolute', async () => {
    use('city.mmdb', 7, null);
    const { problems } = await new IpDatabases().read();
    expect(problems()).toEqual(
      ['city.mmdb', '7', 'null'].map(
        (entry) => `${entry} in the setting kratosExplorer.ipDatabases is not an absolute path. Correct it.`,
      ),
    );
  });
});

it('reports the date of a file that is more than a year old, and uses it', async () => {
  const built = Date.UTC(2024, 2, 3, 12);
  const file = ipDatabase({ '203.0.113.0/24': berlin }, { build_epoch: BigInt(built / 1000) });
  use(await written('old.mmdb', file));
  const problemsAfter = async (days: number) => {
    const { lookup, problems } = await new IpDatabases(() => built + days * 86_400_000).read();
    expect(lookup?.('203.0.113.7')?.city).toBe('Berlin');
    return problems();
  };
  expect(await problemsAfter(365)).toEqual([]);
  expect(await problemsAfter(366)).toEqual([
    `The IP database ${at('old.mmdb')} is from Mar 3, 2024. Download a newer one: addresses move to other places and operators.`,
  ]);
});
