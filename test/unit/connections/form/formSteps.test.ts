import { expect, test } from 'vitest';
import { type Draft, withEntry } from '../../../../src/connections/form/connectionDraft.ts';
import { runForm, type Step } from '../../../../src/connections/form/formSteps.ts';

/** Runs a form whose steps are looked up by name in each list. Returns the names in the order of the questions. */
async function questionsOf(
  stepsOf: (draft: Draft, step: (name: string) => Step, remade: (name: string) => Step) => Step[],
) {
  const names: string[] = [];
  const remade =
    (name: string): Step =>
    async (draft) => {
      names.push(name);
      return { kind: 'done', draft: withEntry(draft, { name }) };
    };
  const known = new Map<string, Step>();
  const step = (name: string): Step => {
    const one = known.get(name) ?? remade(name);
    known.set(name, one);
    return one;
  };
  const form = { title: '', steps: (draft: Draft) => stepsOf(draft, step, remade), canGoBack: false };
  expect((await runForm(form, { entry: { name: '', url: '' }, secrets: [] })).kind).toBe('done');
  return names;
}

test('asks each step once, including those that an answer adds', async () => {
  const names = await questionsOf(({ entry }, step) =>
    entry.name === '' ? [step('kind'), step('review')] : [step('kind'), step('key'), step('review')],
  );
  expect(names).toEqual(['kind', 'key', 'review']);
});

test('asks steps that are created again for each list in their order', async () => {
  const names = await questionsOf((_draft, step, remade) => [step('names'), remade('a'), remade('b'), step('review')]);
  expect(names).toEqual(['names', 'a', 'b', 'review']);
});

test.each(['name', 'color', 'weight'])(
  'continues with the next step when the answer to %s removes its own step',
  async (last) => {
    const own = ['name', 'color', 'weight'];
    const names = await questionsOf(({ entry }, step) =>
      [entry.name === last || entry.name === 'pages' ? ['kind'] : ['kind', ...own], 'pages', 'review'].flat().map(step),
    );
    expect(names).toEqual(['kind', ...own.slice(0, own.indexOf(last) + 1), 'pages', 'review']);
  },
);

test('ends the form when an answer removes all remaining steps', async () => {
  const names = await questionsOf(({ entry }, step) =>
    (entry.name === 'name' ? ['kind'] : ['kind', 'name', 'color']).map(step),
  );
  expect(names).toEqual(['kind', 'name']);
});

test('does not ask a step again when its answer adds steps before it', async () => {
  const names = await questionsOf(({ entry }, step) =>
    (entry.name === 'review' ? ['kind', 'key', 'review'] : ['kind', 'review']).map(step),
  );
  expect(names).toEqual(['kind', 'review']);
});
