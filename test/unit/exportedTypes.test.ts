import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const exported = /^export (?:declare )?(?:abstract )?(?:type|interface|class|enum) (\w+)/gm;

it('no two exported types of src have the same name', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const types = files.flatMap((file) =>
    [...readFileSync(path.join('src', file), 'utf8').matchAll(exported)].map(([, name = '']) => ({ name, file })),
  );
  const shared = [...Map.groupBy(types, ({ name }) => name)].filter(([, places]) => places.length > 1);
  expect(types.length).toBeGreaterThan(100);
  expect(shared.map(([name, places]) => [name, places.map(({ file }) => file)])).toEqual([]);
});
