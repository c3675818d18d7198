/** With what the page lets a waiting service worker take over. */
export type UpdateMessage = 'skip-waiting';
