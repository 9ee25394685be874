// Shows the description of the API; nothing is fetched from elsewhere.
const place = document.getElementById("docs");
window.SwaggerUIBundle({
  url: place.dataset.address,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
