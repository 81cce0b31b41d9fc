using ChatWithMemory.Hosting;

namespace ChatWithMemory.Commands;

/// <summary>Answers one question.</summary>
internal sealed class AskAction(ChatSettings settings) : IChatAction
{
    public async Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken)
    {
        using var conversation = await Conversation.BeginAsync(host, settings, cancellationToken);
        var answer = await conversation.Session.AskAsync(settings.Ask!, cancellationToken);
        Console.WriteLine(settings.Json ? OutputJson.Write(answer) : answer.Answer);
        return 0;
    }
}
