using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Worker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"));
builder.Services.AddHostedService<Importer>();
await builder.Build().RunAsync();
