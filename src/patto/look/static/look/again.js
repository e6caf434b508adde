// A page that answers a form becomes a page like any other: whoever comes back to it is asked
// nothing by the browser, and nothing is sent twice.
history.replaceState(history.state, "", location.href);
