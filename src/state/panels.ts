import * as v from 'valibot';

/** Questions that carry the answer further, each in a panel that is folded until it is asked. */
export const panelIds = ['data', 'skill', 'text', 'serve', 'tune', 'granted'] as const;
/** Id of a panel. */
export type PanelId = (typeof panelIds)[number];

const allowed = `some of ${panelIds.join(', ')}, separated by commas`;

/** Open panels as a URL says them: `data,skill`. */
export const openPanelsField = v.pipe(
  v.string(allowed),
  v.transform((text) => text.split(',')),
  v.array(v.picklist(panelIds, allowed), allowed),
  v.transform((named) => panelIds.filter((id) => named.includes(id))),
);

/** The panels that are open, in their order, with one opened or closed. */
export function withPanel(open: readonly PanelId[], id: PanelId, isOpen: boolean): readonly PanelId[] {
  return panelIds.filter((other) => (other === id ? isOpen : open.includes(other)));
}
