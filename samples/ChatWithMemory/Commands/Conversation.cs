using ChatWithMemory.Chat;
using ChatWithMemory.Hosting;
using ChatWithMemory.LifeLog;
using Microsoft.Extensions.AI;

namespace ChatWithMemory.Commands;

/// <summary>What a question needs: the life log on the first run, a chat client and a session over the memory.</summary>
internal sealed class Conversation(IChatClient client, ChatSession session) : IDisposable
{
    public ChatSession Session => session;

    public static async Task<Conversation> BeginAsync(MemoryHost host, ChatSettings settings, CancellationToken cancellationToken)
    {
        var client = settings.Ollama is null
            ? ChatClients.Local(settings.TimeZone)
            : await ChatClients.OllamaAsync(settings.Ollama, cancellationToken);
        var loader = new LifeLogLoader(host, BundledLifeLog.BesideTheApp);
        if (!settings.NoLifeLog && await loader.IsNeededAsync(cancellationToken))
        {
            await Console.Error.WriteLineAsync("First run: the bundled life log of an invented person is taken in.");
            await Screen.WithProgressAsync("Remembering", async progress =>
            {
                await loader.LoadAsync(progress, cancellationToken);
                return true;
            });
        }

        return new Conversation(client, new ChatSession(client, host.Memory, host.Functions()));
    }

    public void Dispose() => client.Dispose();
}
