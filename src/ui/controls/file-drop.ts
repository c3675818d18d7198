import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, css, html, nothing } from 'lit';

/** Lets a file be dropped anywhere on an element, and says so while one is held over it. */
export class FileDrop implements ReactiveController {
  private readonly host: ReactiveControllerHost & HTMLElement;
  private readonly take: (file: File) => void;
  private isOver = false;

  /** `take` gets the first file that is dropped on the host. */
  constructor(host: ReactiveControllerHost & HTMLElement, take: (file: File) => void) {
    this.host = host;
    this.take = take;
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener('dragover', this.drag);
    this.host.addEventListener('dragleave', this.leave);
    this.host.addEventListener('drop', this.drop);
  }

  hostDisconnected(): void {
    this.host.removeEventListener('dragover', this.drag);
    this.host.removeEventListener('dragleave', this.leave);
    this.host.removeEventListener('drop', this.drop);
  }

  /** What lies over the page while a file is held over the host: what may be dropped. */
  render(text: string): TemplateResult | typeof nothing {
    return this.isOver ? html`<div class="drop" aria-hidden="true">${text}</div>` : nothing;
  }

  private show(isOver: boolean): void {
    this.isOver = isOver;
    this.host.requestUpdate();
  }

  private readonly drag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.show(true);
  };

  private readonly leave = (event: DragEvent): void => {
    // children that are left bubble up to here, too
    if (!event.relatedTarget) this.show(false);
  };

  private readonly drop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    this.show(false);
    this.take(file);
  };
}

/** How that looks. */
export const dropStyles = css`
  .drop {
    position: fixed;
    inset: 0.75rem;
    z-index: 10;
    display: grid;
    place-items: center;
    border: 2px dashed var(--iso-optimal);
    border-radius: var(--iso-radius);
    background: color-mix(in srgb, var(--iso-ground) 85%, transparent);
    font-size: var(--iso-size-question);
    pointer-events: none;
  }
`;
