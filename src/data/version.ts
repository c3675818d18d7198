/** Version of Isoflop. */
export { version } from '../../package.json';
