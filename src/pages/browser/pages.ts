import { pageElement } from './pageElements.ts';

// All pages are one file, because the policy allows no script that another one imports, and most parts are shared.
switch (pageElement('page').dataset.page) {
  case 'session':
    await import('./session/sessionPage.ts');
    break;
  case 'identity':
    await import('./identity/identityPage.ts');
    break;
  case 'recent':
    await import('./recent/recentPage.ts');
    break;
}
