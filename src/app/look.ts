import { effect } from '@preact/signals-core';
import type { SceneCamera } from '../scene/camera';
import { type Look, type PictureId, isSameLook, withLook } from '../state/looks';
import type { Store } from '../state/store';

/** A turning picture stands still when no pose has come for this long. */
const SETTLE_MS = 250;

/** The camera's place, as it stands in a link. */
function lookOf({ angles: { theta, phi }, zoom }: Pick<SceneCamera, 'angles' | 'zoom'>): Look {
  const degrees = (radians: number) => Math.round((radians * 1800) / Math.PI) / 10;
  return { turn: degrees(theta) + 0, tilt: degrees(phi), zoom: Math.round(zoom * 100) / 100 };
}

/**
 * Keeps the place of a picture's camera in the store, and the camera where the store says; where it says nothing, where the camera is now.
 * Call `turned` with each pose; `dispose` ends it.
 */
export function bindLook(
  store: Pick<Store, 'looks'>,
  id: PictureId,
  camera: Pick<SceneCamera, 'angles' | 'zoom' | 'lookFrom'>,
): { turned(): void; dispose(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const atFirst = lookOf(camera);
  /** What the camera was last seen or sent at; where it was at first stands in no link. */
  let shown: Look | undefined;
  let isFirst = true;
  const stop = effect(() => {
    const look = store.looks.value[id];
    if (!isSameLook(look, shown)) {
      shown = look;
      const { turn, tilt, zoom } = look ?? atFirst;
      camera.lookFrom({ theta: (turn * Math.PI) / 180, phi: (tilt * Math.PI) / 180, zoom }, { isAtOnce: isFirst });
    }
    isFirst = false;
  });
  return {
    turned() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const now = lookOf(camera);
        const look = isSameLook(now, atFirst) ? undefined : now;
        if (isSameLook(look, shown)) return;
        shown = look;
        store.looks.value = withLook(store.looks.peek(), id, look);
      }, SETTLE_MS);
    },
    dispose() {
      clearTimeout(timer);
      stop();
    },
  };
}
