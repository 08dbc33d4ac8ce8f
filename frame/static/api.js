// Shows the API's description with Swagger UI on the page that carries it.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("api");
  window.SwaggerUIBundle({
    url: place.dataset.openapi,
    domNode: place,
    deepLinking: false,
    validatorUrl: null,
    persistAuthorization: false,
  });
});
