return await FailoverIp.Cli.CommandLine.RunAsync(args);
