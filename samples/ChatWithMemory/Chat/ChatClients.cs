using ChatWithMemory.Hosting;
using Microsoft.Extensions.AI;
using OllamaSharp;

namespace ChatWithMemory.Chat;

/// <summary>Makes the chat client: the local one, or a language model on this machine.</summary>
internal static class ChatClients
{
    public static readonly Uri OllamaAddress = new("http://localhost:11434");

    public static IChatClient Local(TimeZoneInfo zone) =>
        new ChatClientBuilder(new ExtractiveChatClient(new ExtractiveComposer(zone))).UseFunctionInvocation().Build();

    /// <summary>Connects to Ollama and checks that it runs and has the model, so that a chat does not fail at its first word.</summary>
    /// <exception cref="UserErrorException">Ollama does not answer, or has no such model.</exception>
    public static async Task<IChatClient> OllamaAsync(string model, CancellationToken cancellationToken)
    {
        var client = new OllamaApiClient(OllamaAddress, model);
        try
        {
            var models = await client.ListLocalModelsAsync(cancellationToken);
            if (!models.Any(known => known.Name == model || known.Name == model + ":latest"))
            {
                client.Dispose();
                throw new UserErrorException($"Ollama has no model \"{model}\". Fetch it with: ollama pull {model}");
            }
        }
        catch (HttpRequestException exception)
        {
            client.Dispose();
            throw new UserErrorException(
                $"Ollama does not answer at {OllamaAddress}. Start it with \"ollama serve\", or leave out --ollama to use the local answerer.", exception);
        }

        return new ChatClientBuilder(client).UseFunctionInvocation().Build();
    }
}
