/** The first element under a root that a selector names and that is shown, also within the shadow roots of other elements. */
export function findShown(root: ParentNode, selector: string): Element | undefined {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(selector) && element.checkVisibility()) return element;
    const found = element.shadowRoot && element.checkVisibility() ? findShown(element.shadowRoot, selector) : undefined;
    if (found) return found;
  }
  return undefined;
}
