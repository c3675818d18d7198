import { signal } from '@preact/signals-core';
import { describe, expect, it, vi } from 'vitest';
import type { SceneCamera } from '../scene/camera';
import type { Looks } from '../state/looks';
import { bindLook } from './look';

type Camera = Pick<SceneCamera, 'angles' | 'zoom' | 'lookFrom'>;

/** A camera at the corner that goes where it is sent. */
function cameraAtCorner(): Camera & { place: { theta: number; phi: number; zoom: number } } {
  return {
    place: { theta: 0.66, phi: 1.14, zoom: 1 },
    get angles() {
      return this.place;
    },
    get zoom() {
      return this.place.zoom;
    },
    lookFrom: vi.fn<Camera['lookFrom']>(function (this: { place: unknown }, to) {
      this.place = to;
    }),
  };
}

describe('where a picture is looked at from', () => {
  it('stands in the store once the picture has come to rest, and not where it is the corner', () => {
    vi.useFakeTimers();
    const looks = signal<Looks>({});
    const camera = cameraAtCorner();
    const { turned, dispose } = bindLook({ looks }, 'growth', camera);
    turned();
    vi.runAllTimers();
    expect(looks.value).toEqual({});
    camera.place = { theta: -Math.PI / 2, phi: 0.02, zoom: 1.234 };
    turned();
    expect(looks.value).toEqual({});
    vi.runAllTimers();
    expect(looks.value).toEqual({ growth: { turn: -90, tilt: 1.1, zoom: 1.23 } });
    camera.place = { theta: 0.66, phi: 1.14, zoom: 1 };
    turned();
    vi.runAllTimers();
    expect(looks.value).toEqual({});
    expect(camera.lookFrom).not.toHaveBeenCalled();
    dispose();
    vi.useRealTimers();
  });

  it('is that of a link: at once as the picture opens, and back to the corner where another says nothing', () => {
    vi.useFakeTimers();
    const looks = signal<Looks>({ frontier: { turn: 90, tilt: 45, zoom: 0.8 } });
    const camera = cameraAtCorner();
    const { turned, dispose } = bindLook({ looks }, 'frontier', camera);
    expect(camera.lookFrom).toHaveBeenLastCalledWith({ theta: Math.PI / 2, phi: Math.PI / 4, zoom: 0.8 }, { isAtOnce: true });
    turned();
    vi.runAllTimers();
    expect(looks.value).toEqual({ frontier: { turn: 90, tilt: 45, zoom: 0.8 } });
    looks.value = {};
    expect(camera.place.phi).toBeCloseTo(1.14, 3);
    expect(camera.lookFrom).toHaveBeenLastCalledWith(expect.anything(), { isAtOnce: false });
    turned();
    vi.runAllTimers();
    expect(looks.value).toEqual({});
    dispose();
    vi.useRealTimers();
  });
});
