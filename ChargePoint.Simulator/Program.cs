using ChargePoint.Simulator;

return await CommandLineParser.RunAsync(args, Simulation.RunAsync, FirmwareImage.Make);
