import { PerspectiveCamera, Raycaster, Spherical, Vector2, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { CameraPose } from './content';
import { fitBox, type ViewSize } from './fit';
import { DEPTH_RANGE, FIELD_OF_VIEW } from './lens';
import type { Ray } from './pick';
import type { Vector } from './space';

/** A named place to look from: at a corner, from above, or along the floor onto the budget plane. */
export type ViewPreset = 'front' | 'top' | 'side';

/** Directions from which the box is seen, radians: around the upright axis, and from straight above. */
export interface Angles {
  readonly theta: number;
  readonly phi: number;
}

/** Where a scene point appears. */
export interface Projected {
  /** CSS pixels from the left edge of the element. */
  readonly x: number;
  /** CSS pixels from its top edge. */
  readonly y: number;
  /** Distance from the eye along the line of sight, scene units. */
  readonly depth: number;
  /** Whether it lies before the eye and within the element. Says nothing of what may hide it. */
  readonly isVisible: boolean;
}

/** The camera of the picture, on the page: it turns pointer and keys into poses, and places labels and rays. */
export interface SceneCamera {
  readonly pose: CameraPose;
  /** Around the upright axis, and from straight above, radians. */
  readonly angles: Angles;
  /** Distance as a multiple of that at which the box fits. */
  readonly zoom: number;
  /** Turns to a preset within 200 ms, or at once where the user wants no motion. */
  moveTo(preset: ViewPreset): void;
  /** Turns to a place of one's own, in the same way, or at once. */
  lookFrom(place: Angles & { readonly zoom: number }, how?: { readonly isAtOnce: boolean }): void;
  /** Whether dragging turns the picture. Switch it off while something in the picture is dragged. */
  setTurning(isOn: boolean): void;
  /** Tells the element's new size. The box stays in view. */
  resize(size: ViewSize): void;
  /** Where a scene point appears. Needs no `this`: hand it to `axisLabels` as it is. */
  readonly project: (point: Vector) => Projected;
  /** The line of sight through a point of the element, in CSS pixels from its left top corner. */
  ray(x: number, y: number): Ray;
  dispose(): void;
}

const PRESETS: { readonly [K in ViewPreset]: Angles } = {
  front: { theta: 0.66, phi: 1.14 },
  top: { theta: 0, phi: 0.02 },
  side: { theta: Math.PI / 4, phi: 1.5 },
};

const STEEPEST = PRESETS.top.phi;
const FLATTEST = 1.52;
const ZOOM_RANGE = [0.4, 1.5] as const;
const TRANSITION_MS = 200;
const KEY_TURN = Math.PI / 36;
const KEY_ZOOM = 1.1;

/** Keys that turn to a preset; the first also undoes all turning and zooming. */
const PRESET_KEYS: Partial<Record<string, ViewPreset>> = { Home: 'front', '1': 'front', '2': 'top', '3': 'side' };

function clampTo(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, value));
}

class OrbitCamera implements SceneCamera {
  private readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, ...DEPTH_RANGE);
  private readonly controls: OrbitControls;
  private readonly element: HTMLElement;
  private readonly onPose: (pose: CameraPose) => void;
  private readonly listening = new AbortController();
  private size: ViewSize;
  zoom = 1;
  /** Distance that was last set here: where the camera stands elsewhere, the user has zoomed. */
  private distance = 1;
  private animation: number | undefined;

  readonly project = (point: Vector): Projected => {
    const view = new Vector3(...point).applyMatrix4(this.camera.matrixWorldInverse);
    const depth = -view.z;
    const { x, y } = view.applyMatrix4(this.camera.projectionMatrix);
    const { width, height } = this.size;
    return {
      x: ((x + 1) / 2) * width,
      y: ((1 - y) / 2) * height,
      depth,
      isVisible: depth > 0 && Math.abs(x) <= 1 && Math.abs(y) <= 1,
    };
  };

  constructor(element: HTMLElement, onPose: (pose: CameraPose) => void) {
    this.element = element;
    this.onPose = onPose;
    this.size = { width: element.clientWidth || 1, height: element.clientHeight || 1 };
    this.controls = new OrbitControls(this.camera, element);
    this.controls.enablePan = false;
    this.controls.enableZoom = element.matches(':focus');
    this.controls.minPolarAngle = STEEPEST;
    this.controls.maxPolarAngle = FLATTEST;
    element.style.touchAction = 'pan-y'; // a finger that moves up or down scrolls the page
    this.controls.addEventListener('change', () => this.follow());
    this.listen();
    this.camera.aspect = this.size.width / this.size.height;
    this.camera.updateProjectionMatrix();
    this.place(PRESETS.front.theta, PRESETS.front.phi);
  }

  get pose(): CameraPose {
    return { position: this.camera.position.toArray(), quaternion: [...this.camera.quaternion] as [number, number, number, number] };
  }

  get angles(): Angles {
    const { theta, phi } = new Spherical().setFromVector3(this.camera.position.clone().sub(this.controls.target));
    return { theta, phi };
  }

  moveTo(preset: ViewPreset): void {
    this.lookFrom({ ...PRESETS[preset], zoom: 1 });
  }

  lookFrom(to: Angles & { readonly zoom: number }, { isAtOnce } = { isAtOnce: false }): void {
    const from = this.angles;
    const turn = Math.atan2(Math.sin(to.theta - from.theta), Math.cos(to.theta - from.theta));
    const startZoom = this.zoom;
    const show = (share: number) => {
      this.zoom = startZoom + (clampTo(to.zoom, ZOOM_RANGE) - startZoom) * share;
      this.place(from.theta + turn * share, from.phi + (to.phi - from.phi) * share);
    };
    this.stop();
    if (isAtOnce || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      show(1);
      return;
    }
    const start = performance.now();
    const step = (now: number) => {
      const share = clampTo((now - start) / TRANSITION_MS, [0, 1]);
      show(share * share * (3 - 2 * share));
      this.animation = share < 1 ? requestAnimationFrame(step) : undefined;
    };
    this.animation = requestAnimationFrame(step);
  }

  setTurning(isOn: boolean): void {
    this.controls.enableRotate = isOn;
  }

  resize(size: ViewSize): void {
    this.size = size;
    this.camera.aspect = size.width / size.height;
    this.camera.updateProjectionMatrix();
    const { theta, phi } = this.angles;
    this.place(theta, phi);
  }

  ray(x: number, y: number): Ray {
    const { width, height } = this.size;
    const caster = new Raycaster();
    caster.setFromCamera(new Vector2((x / width) * 2 - 1, 1 - (y / height) * 2), this.camera);
    return { origin: caster.ray.origin.toArray(), direction: caster.ray.direction.toArray() };
  }

  dispose(): void {
    this.stop();
    this.listening.abort();
    this.controls.dispose();
  }

  /** Stands at two angles, at the distance that zoom and fit ask for. */
  private place(theta: number, phi: number): void {
    const polar = clampTo(phi, [STEEPEST, FLATTEST]);
    const direction = new Vector3().setFromSphericalCoords(1, polar, theta);
    const fit = fitBox(direction.toArray(), this.size);
    const target = this.controls.target.set(...fit.target);
    this.distance = this.zoom * fit.distance;
    this.camera.position.copy(target).addScaledVector(direction, this.distance);
    this.camera.lookAt(target);
    this.camera.updateMatrixWorld();
    this.onPose(this.pose);
  }

  /** Takes over what the controls did: they turn, and their change of distance is a change of zoom. */
  private follow(): void {
    const { theta, phi } = this.angles;
    const radius = this.camera.position.distanceTo(this.controls.target);
    this.zoom = clampTo((this.zoom * radius) / this.distance, ZOOM_RANGE);
    this.place(theta, phi);
  }

  private stop(): void {
    if (this.animation !== undefined) cancelAnimationFrame(this.animation);
    this.animation = undefined;
  }

  private listen(): void {
    const { signal } = this.listening;
    this.element.addEventListener('keydown', (event) => this.press(event), { signal });
    this.element.addEventListener('pointerdown', () => this.stop(), { signal });
    // the wheel scrolls the page until the picture was clicked or reached by keyboard
    this.element.addEventListener('focus', () => (this.controls.enableZoom = true), { signal });
    this.element.addEventListener('blur', () => (this.controls.enableZoom = false), { signal });
    this.element.addEventListener('pointerdown', () => this.element.focus({ preventScroll: true }), { signal, capture: true });
  }

  private press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const preset = PRESET_KEYS[event.key];
    if (preset) {
      event.preventDefault();
      this.moveTo(preset);
      return;
    }
    const turns: Partial<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-KEY_TURN, 0],
      ArrowRight: [KEY_TURN, 0],
      ArrowUp: [0, -KEY_TURN],
      ArrowDown: [0, KEY_TURN],
    };
    const zooms: Partial<Record<string, number>> = { '+': 1 / KEY_ZOOM, '=': 1 / KEY_ZOOM, '-': KEY_ZOOM };
    const turn = turns[event.key];
    const zoom = zooms[event.key];
    if (!turn && zoom === undefined) return;
    event.preventDefault();
    this.stop();
    const { theta, phi } = this.angles;
    this.zoom = clampTo(this.zoom * (zoom ?? 1), ZOOM_RANGE);
    this.place(theta + (turn?.[0] ?? 0), phi + (turn?.[1] ?? 0));
  }
}

/**
 * Creates the camera over an element that takes pointer and keyboard (give it a `tabindex`), in the front view. `onPose` hears
 * of each pose, the first included, before this returns.
 */
export function createCamera(element: HTMLElement, onPose: (pose: CameraPose) => void): SceneCamera {
  return new OrbitCamera(element, onPose);
}
