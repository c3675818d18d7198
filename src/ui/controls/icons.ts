import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';

/** Paths in a 24-pixel square, drawn with strokes. Nothing is fetched: Web Awesome's own library would ask another host. */
const paths: Readonly<Record<string, string>> = {
  xmark: 'M6 6l12 12M18 6L6 18',
  'chevron-down': 'M6 9l6 6 6-6',
  check: 'M5 12l5 5 9-11',
};

// Replaces the icon libraries that Web Awesome's elements use. Import it beside any of them that has icons.
const resolver = (name: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="${paths[name] ?? ''}"/></svg>`,
  )}`;
registerIconLibrary('default', { resolver });
registerIconLibrary('system', { resolver });
