import { describe, expect, it } from 'vitest';
import { toCustomLaw } from '../model/custom-law';
import { defaultLaw, findLaw } from '../model/laws';
import { InputError } from '../quantities/issue';
import { checkDraft, draftFrom, draftOfForm, readLawFile } from './own-draft';
import { isOwnLaw } from './own-laws';

describe('a draft of a law', () => {
  it('starts from a published law and does not pass for it', () => {
    const { law, issues } = checkDraft(draftFrom(defaultLaw, { label: 'Ours' }));
    expect(issues).toEqual({});
    expect(law).toMatchObject({ label: 'Ours', coefficients: defaultLaw.coefficients, source: 'started from Besiroglu 2024' });
    expect(isOwnLaw(law!)).toBe(true);
  });

  it('says field by field what is allowed', () => {
    const draft = draftFrom(defaultLaw, { label: ' ' });
    const { law, issues } = checkDraft({ ...draft, source: 'x'.repeat(201), texts: { ...draft.texts, A: '4e9', beta: 'many', E: '' } });
    expect(law).toBeUndefined();
    expect(issues).toEqual({
      label: 'a name',
      source: 'at most 200 characters',
      A: 'a number from 0.001 to 1000000',
      beta: 'a number from 0.01 to 1',
      E: 'a number from 0 to 10',
    });
  });

  it('takes numbers as people write them', () => {
    const draft = draftFrom(defaultLaw);
    expect(checkDraft({ ...draft, texts: { ...draft.texts, A: '4e2' } }).law?.coefficients['A']).toBe(400);
  });

  it('of another form starts from the first law of that form, and keeps name and what it replaces', () => {
    const draft = draftOfForm(draftFrom(defaultLaw, { label: 'Ours', replaces: 'own-1' }), 'kaplan');
    expect(draft).toMatchObject({ label: 'Ours', replaces: 'own-1', form: 'kaplan' });
    expect(checkDraft(draft).law?.coefficients).toEqual(findLaw('kaplan-2020-nd')!.coefficients);
  });
});

describe('a law file', () => {
  it('that was exported is read back', () => {
    const law = checkDraft(draftFrom(defaultLaw, { label: 'Ours' })).law!;
    expect(readLawFile(JSON.stringify(toCustomLaw(law)), 'ours.json')).toEqual(law);
  });

  it.each([
    ['{', 'ours.json: no JSON is not allowed; expected a law as JSON, with form and coefficients'],
    ['', 'ours.json: nothing is not allowed; expected a law as JSON, with form and coefficients'],
    [
      '{"form": "chinchilla", "coefficients": {"E": 99, "A": 1, "alpha": 0.3, "B": 1, "beta": 0.3}}',
      'ours.json.coefficients.E: 99 is not allowed',
    ],
  ])('that is broken is refused with the field: %s', (text, message) => {
    expect(() => readLawFile(text, 'ours.json')).toThrow(InputError);
    expect(() => readLawFile(text, 'ours.json')).toThrow(message);
  });
});
