/** The event that asks for the user's own laws. */
export const OPEN_OWN_LAWS = 'iso-own-laws';

/** Opens the user's own laws, from anywhere on the page. */
export function openOwnLaws(from: Element): void {
  from.dispatchEvent(new CustomEvent(OPEN_OWN_LAWS, { bubbles: true, composed: true }));
}
