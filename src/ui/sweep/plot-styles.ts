import { css } from 'lit';
import { chartStyles } from '../controls/chart-styles';

/** A chart that fills the frame of the picture. */
export const plotStyles = [
  chartStyles,
  css`
    :host {
      position: absolute;
      inset: 0;
    }
    .plot {
      min-block-size: 0;
    }
    canvas {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
    }
  `,
];
