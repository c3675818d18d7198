import { expect, test, vi } from 'vitest';
import { initialLanguage, languageOf, switchLanguage } from './language';

test('a link’s language goes before the reader’s own, and others are none', () => {
  expect(languageOf('#v=1&locale=ja')).toBe('ja');
  expect(languageOf('#v=1&locale=xx')).toBeUndefined();
  expect(initialLanguage('#v=1&locale=en', ['ja-JP'])).toBe('en');
  expect(initialLanguage('#v=1', ['fr-FR', 'ja-JP', 'en'])).toBe('ja');
  expect(initialLanguage('', ['fr'])).toBe('en');
});

test('a switch keeps what the address says and opens the page anew', () => {
  const host = { history: { replaceState: vi.fn<History['replaceState']>() }, location: { reload: vi.fn<() => void>() } };
  switchLanguage('en', '#v=1&locale=ja&C=1e24', host as unknown as Window);
  expect(host.history.replaceState).toHaveBeenCalledWith(null, '', '#v=1&C=1e24&locale=en');
  expect(host.location.reload).toHaveBeenCalledOnce();
});
