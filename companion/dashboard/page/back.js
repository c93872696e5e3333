// The extension's pages know nothing of the dashboard; inside of it they lead back there.

const title = document.querySelector("header h1");
if (title && location.pathname !== "/") {
  const link = document.createElement("a");
  link.href = "/#exports";
  link.textContent = "← Dashboard";
  title.before(link);
}

export {}; // makes this a module for the type checker
