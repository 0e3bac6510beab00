/**
 * The locks of the desktop shell: nothing is loaded but the workbench, nothing is asked of the machine, nothing
 * leaves. Electron's own defaults allow most of this, so each lock is set here, by name.
 */
import type { App, Contents, Session } from './electron-objects.ts';
import { isOwnOrigin, isOwnUrl, mayLoad } from './origin.ts';

/** Switches of Chromium: no name resolves, the only proxy is dead, no service of the browser calls home. */
export const SWITCHES: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['proxy-server', '127.0.0.1:9'],
  // Without this, addresses of this machine would go around the dead proxy.
  ['proxy-bypass-list', '<-loopback>'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-sync'],
  ['disable-domain-reliability'],
  ['disable-features', 'MediaRouter,DialMediaRouteProvider,OptimizationHints'],
  ['dns-prefetch-disable'],
  ['no-pings'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
];

/** What the page may do: copy text it wrote, and fill the screen. Electron would grant everything. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** Preferences of every page: on a side of its own, without Node, in the sandbox. */
export const PREFERENCES = {
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  sandbox: true,
  spellcheck: false,
  webviewTag: false,
} as const;

/** Locks the application; must run before it is ready. */
export const lockApp = (app: App, devtools: boolean): void => {
  app.enableSandbox();
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  app.on('web-contents-created', (_event, contents) => lockContents(contents, devtools));
  // A server or proxy that asks who we are gets no answer. There should be none to ask.
  app.on('login', (event, _contents, _request, _auth, answer) => {
    event.preventDefault();
    answer();
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
};

/** Locks one page: what it is, where it may go, what it may open. */
export const lockContents = (contents: Contents, devtools: boolean): void => {
  // The window and, where the code can be changed anyway, its developer tools. No view, no guest, no hidden page.
  const type = contents.getType();
  if (type !== 'window' && !(devtools && type === 'remote')) contents.close();
  contents.on('will-navigate', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
};

/** Locks a session: requests, permissions, devices, downloads, the spelling service. */
export const lockSession = (session: Session, devtools: boolean): void => {
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !mayLoad(details.url, devtools) }),
  );
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(GRANTED.has(permission) && details.isMainFrame && isOwnUrl(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => GRANTED.has(permission) && isOwnOrigin(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  // The list this handler answers is what stays protected: all of it.
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  // A figure saved by the page was made by the page; anything else would come from outside.
  session.on('will-download', (event, item) => {
    const [scheme] = item.getURL().split(':', 1);
    if (scheme !== 'blob' && scheme !== 'data') event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
};
