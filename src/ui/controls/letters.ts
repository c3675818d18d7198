/** Letters that are as wide as they are high: kana, kanji, and the marks and forms that go with them. */
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]/g;

/** How many Latin letters are about as wide as one of those. */
const WIDTH = 1.9;

/** How wide a text is, in Latin letters: what a label needs before it is drawn. */
export function lettersOf(text: string): number {
  return text.length + (WIDTH - 1) * (text.match(WIDE)?.length ?? 0);
}

/** The root's size in pixels on a laptop, as the tokens set it. */
const LAPTOP = 15;

/** How much larger the page is set than on a laptop: what is measured in pixels there is so many times as large. */
export function pageScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / LAPTOP;
}
