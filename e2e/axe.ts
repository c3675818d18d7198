// Accessibility as axe sees it, in every theme and size that a story asks for.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

/** Colour schemes and window widths: a desk in the dark, a phone in the light. */
const WINDOWS = [
  { colorScheme: 'dark', width: 1440, height: 900 },
  { colorScheme: 'light', width: 390, height: 844 },
] as const;

/**
 * Violations that axe finds on the page as it is, each with the elements that have it; none where all is well. The page has no frames,
 * so that axe need not look for them in a second page, and what passes is not reported in full: a quarter of the time.
 */
export async function axeFaults(page: Page, without: readonly string[] = []): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .disableRules([...without]);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Violations in both themes. */
export async function axeFaultsInThemes(page: Page, without?: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await axeFaults(page, without)).map((fault) => `${colorScheme}: ${fault}`));
  }
  return found;
}

/** Violations at a desk and on a phone, in a theme each, and whatever makes the page wider than the window there. */
export async function faultsAtDeskAndPhone(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { colorScheme, width, height } of WINDOWS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${wide} pixels wide in a window of ${width}`);
    found.push(...(await axeFaults(page)).map((fault) => `${colorScheme}, ${width}: ${fault}`));
  }
  return found;
}
