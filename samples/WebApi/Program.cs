using FailoverIp.Node;
using WebApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Invoices>();
builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store").AddFailoverIpNode();
builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp")).TrackHealthCheck("VI_1", "store", weight: -50);
builder.Services.AddWhileActive("VI_1", (services, stay, token) => services.GetRequiredService<Invoices>().WriteAsync(stay, token));

var app = builder.Build();
app.MapGet("/", (IFailoverNode node, Invoices invoices) => $"{node.Options.Name} is {node.GetStatus().Instances[0].State} and has written {invoices.Written} invoices\n");
app.MapHealthChecks("/health");
app.Run();
