import { expect, test } from 'vitest';
import { type Draft, emptyDraft, withEntry } from '../../../../src/connections/form/connectionDraft.ts';
import { runForm, type Step } from '../../../../src/connections/form/formSteps.ts';

/** A form whose steps are looked up by name in each list; what was asked, in its order. */
async function asked(stepsOf: (draft: Draft, step: (name: string) => Step, remade: (name: string) => Step) => Step[]) {
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
  expect((await runForm(form, emptyDraft())).kind).toBe('done');
  return names;
}

test('every step is asked once, those that an answer brings included', async () => {
  const names = await asked(({ entry }, step) =>
    entry.name === '' ? [step('kind'), step('review')] : [step('kind'), step('key'), step('review')],
  );
  expect(names).toEqual(['kind', 'key', 'review']);
});

test('steps that are made for each list anew are asked in their order', async () => {
  const names = await asked((_draft, step, remade) => [step('names'), remade('a'), remade('b'), step('review')]);
  expect(names).toEqual(['names', 'a', 'b', 'review']);
});

test.each(['name', 'color', 'weight'])(
  'an answer to %s that takes its own step away leads to what is ahead',
  async (last) => {
    const own = ['name', 'color', 'weight'];
    const names = await asked(({ entry }, step) =>
      [entry.name === last || entry.name === 'pages' ? ['kind'] : ['kind', ...own], 'pages', 'review'].flat().map(step),
    );
    expect(names).toEqual(['kind', ...own.slice(0, own.indexOf(last) + 1), 'pages', 'review']);
  },
);

test('an answer that takes away all that was ahead ends the form', async () => {
  const names = await asked(({ entry }, step) =>
    (entry.name === 'name' ? ['kind'] : ['kind', 'name', 'color']).map(step),
  );
  expect(names).toEqual(['kind', 'name']);
});

test('an answer that brings steps before its own is not asked for again', async () => {
  const names = await asked(({ entry }, step) =>
    (entry.name === 'review' ? ['kind', 'key', 'review'] : ['kind', 'review']).map(step),
  );
  expect(names).toEqual(['kind', 'review']);
});
