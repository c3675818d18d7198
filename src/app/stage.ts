import { msg } from '@lit/localize';
import { effect } from '@preact/signals-core';
import { lawReference } from '../model/custom-law';
import { loss } from '../model/loss';
import type { ViewPreset } from '../scene/camera';
import { pick } from '../scene/pick';
import { createPoseSender } from '../scene/pose-sender';
import { createSpace } from '../scene/space';
import type { CameraPreset, OpenStage } from '../state/stage';
import type { Store } from '../state/store';
import type { EngineClient } from '../worker/client';
import { createLatest } from './latest';
import { bindLook } from './look';
import { stageLabels } from './stage-labels';

const PRESETS: Readonly<Record<CameraPreset, ViewPreset>> = { perspective: 'front', top: 'top', side: 'side' };

/** Makes what opens the picture: the worker draws it, the camera stays on the page, and the store's content follows. */
export function createOpenStage(store: Store, { stage: remote }: EngineClient): OpenStage {
  return async ({ canvas, surface, size: firstSize, onView }) => {
    if (typeof canvas.transferControlToOffscreen !== 'function') {
      const notice = {
        failure: 'no-renderer',
        message: msg('This browser cannot draw the surface in a worker.'),
        hint: msg('It lacks OffscreenCanvas; a current Chrome, Edge, Firefox or Safari has it. Numbers, map and charts work without.'),
      } as const;
      return { ok: false, error: { kind: 'failed', notice } };
    }
    const cameraLoading = import('../scene/camera');
    const opened = await remote.openStage(canvas.transferControlToOffscreen(), firstSize, store.theme.value);
    if (!opened.ok) return opened;
    const { createCamera } = await cameraLoading;

    let size = firstSize;
    const sendPose = createPoseSender((pose) => remote.setPose(pose));
    let look: ReturnType<typeof bindLook> | undefined;
    const camera = createCamera(surface, (pose) => {
      sendPose(pose);
      onView();
      look?.turned();
    });
    look = bindLook(store, 'frontier', camera);
    const spaceNow = () => createSpace(store.content.value.box);
    const lossAt = (log10N: number, log10D: number) => loss(store.answer.value.law, 10 ** log10N, 10 ** log10D);
    const sendBudget = createLatest(remote.showBudget);
    // lines, band and limits change more often than the surface on which they lie
    let surfaceSent = '';
    let lawSent = '';
    const stops = [
      effect(() => {
        const content = store.content.value;
        const sheet = store.sheet.value;
        const request = {
          law: lawReference(store.shownLaw.value),
          ...(sheet && { compared: { law: lawReference(sheet.law), slot: sheet.slot } }),
          scenario: store.scenario.value,
          box: content.box,
        };
        const wanted = JSON.stringify(request);
        const { id } = store.shownLaw.value;
        // what a slider bends follows it at once
        const moves = id !== lawSent && !matchMedia('(prefers-reduced-motion: reduce)').matches;
        if (wanted !== surfaceSent) void remote.showSurface({ ...request, moves });
        surfaceSent = wanted;
        lawSent = id;
        void remote.showContent(content);
        onView();
      }),
      effect(() => {
        sendBudget(store.budget.value);
        onView();
      }),
      effect(() => void remote.setTheme(store.theme.value)),
    ];

    const stage = {
      info: opened.value,
      setPreset: (preset: CameraPreset) => camera.moveTo(PRESETS[preset]),
      resize(next: typeof size) {
        size = next;
        camera.resize(next);
        void remote.resize(next);
      },
      async capture(at: typeof size) {
        const picture = await remote.capture(at);
        if (!picture) throw new Error('the picture is gone');
        return picture;
      },
      labels: () => stageLabels(spaceNow(), camera, store.answer.value, size),
      project({ N, D }: { readonly N: number; readonly D: number }) {
        const [log10N, log10D] = [Math.log10(N), Math.log10(D)];
        const { box } = store.content.value;
        const isInside = log10N >= box.log10N[0] && log10N <= box.log10N[1] && log10D >= box.log10D[0] && log10D <= box.log10D[1];
        return isInside ? camera.project(spaceNow().toScene({ log10N, log10D, loss: lossAt(log10N, log10D) })) : undefined;
      },
      pick({ x, y }: { readonly x: number; readonly y: number }) {
        const found = pick(camera.ray(x, y), spaceNow(), lossAt);
        return found && { N: 10 ** found.log10N, D: 10 ** found.log10D };
      },
      dispose() {
        for (const stop of stops) stop();
        look.dispose();
        camera.dispose();
      },
    };
    return { ok: true, value: stage };
  };
}
