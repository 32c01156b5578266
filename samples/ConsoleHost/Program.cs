using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"));
await builder.Build().RunAsync();
