/* global self, URL */
// Shows what is pushed to this browser while Homeward is not open in it, and opens the alert that it is about.

self.addEventListener('push', (event) => {
  const message = event.data === null ? {} : event.data.json();
  const { id, title = 'Homeward', body = '', link = '/' } = message;
  // One that comes again takes the place of the first.
  event.waitUntil(self.registration.showNotification(title, { body, tag: id, data: { link }, icon: '/favicon.svg' }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.link ?? '/', self.location.origin);
  // A link elsewhere is not followed from here.
  const path = address.origin === self.location.origin ? address.href : self.location.origin;
  event.waitUntil(self.clients.openWindow(path));
});
