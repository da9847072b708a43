import { pageElement } from './pageElements.ts';

// The pages with a table are one file, because most of it is the same for both.
if (pageElement('page').dataset.page === 'recent') {
  await import('./recent/recentPage.ts');
} else {
  await import('./identity/identityPage.ts');
}
