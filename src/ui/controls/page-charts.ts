import { msg } from '@lit/localize';

/** A chart that the page shows. */
export interface PageChart {
  readonly svg: SVGSVGElement;
  /** Its heading, or the first words of what it says of itself. */
  readonly title: string;
}

/** Charts are at least this large, in CSS pixels; smaller drawings are icons, legends and gauges. */
const LEAST = { width: 150, height: 80 };

/** Every element of a kind in the page, those in open shadow roots included, in the order of the document. */
export function findAll<E extends Element>(selector: string, root: Document | ShadowRoot = document): E[] {
  return [...root.querySelectorAll('*')].flatMap((each) => [
    ...(each.matches(selector) ? [each as E] : []),
    ...(each.shadowRoot ? findAll<E>(selector, each.shadowRoot) : []),
  ]);
}

/** The charts that the page shows, folded ones left out. */
export function findCharts(): PageChart[] {
  return findAll<SVGSVGElement>('svg[role]').flatMap((svg) => {
    const { width, height } = svg.getBoundingClientRect();
    return width >= LEAST.width && height >= LEAST.height && svg.checkVisibility() ? [{ svg, title: titleOf(svg) }] : [];
  });
}

function titleOf(svg: SVGSVGElement): string {
  const root = svg.getRootNode() as Document | ShadowRoot;
  const heading = root.querySelector('h2, h3');
  const words = heading ? ownWords(heading) : '';
  return words === '' ? (/^[^.:;。：；]*/.exec(svg.getAttribute('aria-label') ?? '')?.[0] ?? msg('Chart')) : words;
}

/** A heading without what stands beside its words: small letters, which change with the pointer, and controls. */
function ownWords(heading: Element): string {
  const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
  const words: string[] = [];
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!parentElement?.closest('small, select, button, svg')) words.push(textContent ?? '');
  }
  return words.join(' ').replaceAll(/\s+/g, ' ').trim();
}
