using System.Linq.Expressions;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Permissions;

/// <summary>Permissions as filters that run inside a search, and as tests of single records.</summary>
internal sealed class PermissionRules
{
    private readonly AgentPermissions _permissions;
    private readonly Dictionary<AccessRights, Func<MemoryRecord, bool>> _tests = [];
    private readonly (int MostTrusted, Func<MemoryRecord, bool> Test)[] _writable;

    /// <exception cref="ArgumentException">A grant is not complete.</exception>
    public PermissionRules(AgentPermissions permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        if (string.IsNullOrWhiteSpace(permissions.Agent) || permissions.Grants is null)
        {
            throw new ArgumentException("Permissions need the name of an agent, and grants, of which there may be none.", nameof(permissions));
        }

        foreach (var grant in permissions.Grants)
        {
            if (grant is null || (grant.Rights & ~AccessRights.All) != 0 || !Enum.IsDefined(grant.LeastTrusted) || !Enum.IsDefined(grant.MostTrusted)
                || grant.Scopes?.Any(s => s is null) == true || grant.Sources?.Any(s => s is null) == true)
            {
                throw new ArgumentException($"A grant of '{permissions.Agent}' is null, or names an unknown right, tier, scope or source.", nameof(permissions));
            }
        }

        // Copies, so that lists which the caller changes later change no right.
        _permissions = permissions with { Grants = [.. permissions.Grants.Select(g => g with { Scopes = Copy(g.Scopes), Sources = Copy(g.Sources), Modalities = Copy(g.Modalities) })] };
        foreach (var right in new[] { AccessRights.Read, AccessRights.Write, AccessRights.Forget })
        {
            _tests[right] = Filter(right)?.Compile() ?? (static _ => false);
        }

        _writable = [.. Reaching(AccessRights.Write).Select(g => ((int)g.MostTrusted, Of(g).Compile()))];
    }

    public string Agent => _permissions.Agent;

    /// <summary>Makes the filter of one right, or <see langword="null"/> when there is nothing that it reaches.</summary>
    public Expression<Func<MemoryRecord, bool>>? Filter(AccessRights right) => Reaching(right).Select(Of)
        .Aggregate(default(Expression<Func<MemoryRecord, bool>>), (all, one) => all is null ? one : MemoryFilters.Or(all, one));

    /// <summary>Tells whether a stored record is within a right.</summary>
    public bool Allows(MemoryRecord record, AccessRights right) => _tests[right](record);

    /// <summary>Tells whether a new record may be stored: also its claim to be trusted must be granted.</summary>
    public bool AllowsNew(MemoryRecord record) => _writable.Any(w => record.Trust >= w.MostTrusted && w.Test(record));

    private IEnumerable<PermissionGrant> Reaching(AccessRights right) => _permissions.Grants
        .Where(g => g.Rights.HasFlag(right) && g is not ({ Scopes.Count: 0 } or { Sources.Count: 0 } or { Modalities.Count: 0 }));

    private static T[]? Copy<T>(IReadOnlyList<T>? list) => list is null ? null : [.. list];

    private static Expression<Func<MemoryRecord, bool>> Of(PermissionGrant grant)
    {
        var trust = (int)grant.LeastTrusted;
        Expression<Func<MemoryRecord, bool>> filter = r => r.Trust <= trust;
        if (grant.Scopes is { } scopes)
        {
            filter = MemoryFilters.And(filter, scopes.Select(Of).Aggregate(MemoryFilters.Or));
        }

        if (grant.Sources is { } some)
        {
            var sources = some.ToList();
            filter = MemoryFilters.And(filter, r => sources.Contains(r.Source));
        }

        if (grant.Modalities is { } kinds)
        {
            var modalities = kinds.Select(k => (int)k).ToList();
            filter = MemoryFilters.And(filter, r => modalities.Contains(r.Modality));
        }

        if (grant.Window is { } window)
        {
            var (start, end) = (window.Start.UtcTicks, window.End.UtcTicks);
            filter = MemoryFilters.And(filter, r => r.OccurredAt >= start && r.OccurredAt < end);
        }

        return filter;
    }

    private static Expression<Func<MemoryRecord, bool>> Of(ScopePattern scope)
    {
        Expression<Func<MemoryRecord, bool>> filter = r => r.Trust >= 0;
        if (scope.Application is { } application)
        {
            filter = MemoryFilters.And(filter, r => r.ScopeApplication == application);
        }

        if (scope.Agent is { } agent)
        {
            filter = MemoryFilters.And(filter, r => r.ScopeAgent == agent);
        }

        if (scope.User is { } user)
        {
            filter = MemoryFilters.And(filter, r => r.ScopeUser == user);
        }

        return scope.Session is { } session ? MemoryFilters.And(filter, r => r.ScopeSession == session) : filter;
    }
}
