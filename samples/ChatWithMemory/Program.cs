using ChatWithMemory.Commands;

return await ChatCommand.RunAsync(args);
