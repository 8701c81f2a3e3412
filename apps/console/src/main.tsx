import './without-eval.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { HomewardError } from '#libs/contracts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/nhsuk.scss';
import { App } from './app.tsx';
import { Language } from './language/language.tsx';
import { NavigationProvider } from './navigation/navigation.tsx';
import { PreferencesProvider } from './preferences/preferences-provider.tsx';
import './styles/console.css';

const client = new QueryClient({
  defaultOptions: {
    // Whether there is a network is for each request to find out: what is parked until there is would happen unasked, later.
    mutations: { networkMode: 'always', retry: false },
    queries: {
      networkMode: 'always',
      // Older than this, it is fetched again by the clock (live/refetch-clock.tsx), whatever events have come.
      staleTime: 30_000,
      // No event is heard for a page that is not on screen.
      refetchOnMount: 'always',
      // Only what trying again can help; the rest is said at once.
      retry: (failures, error) => failures < 2 && error instanceof HomewardError && error.transient,
      retryDelay: 1000,
    },
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Language>
        <PreferencesProvider>
          <NavigationProvider>
            <App />
          </NavigationProvider>
        </PreferencesProvider>
      </Language>
    </QueryClientProvider>
  </StrictMode>,
);
